import Basics
import Config
import Reporting
import Training

extension Configuration {
  /// When training ends early, from `[Callbacks]`.
  var earlyStoppingOptions: EarlyStopping.Options {
    var options = EarlyStopping.Options()
    options.patience = integer("Callbacks", "early_stopping_patience")
    options.minDelta = real("Callbacks", "early_stopping_min_delta")
    options.monitor = text("Callbacks", "early_stopping_monitor")
    options.direction = MetricOptions.Direction(
      rawValue: word("Callbacks", "early_stopping_mode"))
    options.strategy = choice("Callbacks", "early_stopping_strategy", default: options.strategy)
    options.minEpochs = integer("Callbacks", "early_stopping_min_epochs")
    options.baseline = optionalReal("Callbacks", "early_stopping_baseline")
    options.plateauPatience = integer("Callbacks", "plateau_patience")
    options.plateauThreshold = real("Callbacks", "plateau_threshold")
    return options
  }

  /// The sections `[Plugin:NAME]`.
  ///
  /// - Throws: For one without a command.
  func plugins() throws(ConfigError) -> [PluginOptions] {
    var plugins: [PluginOptions] = []
    for name in sectionNames(prefix: "Plugin") {
      let section = "Plugin:\(name)"
      guard let command = optionalText(section, "command"), !command.isEmpty else {
        throw rejection(section, "command", "a plugin needs the program that is started")
      }
      var options = PluginOptions(name: name, command: command)
      if optionalWord(section, "events") == nil {
        options.hooks = Set(texts(section, "events").compactMap(Hook.init(rawValue:)))
      }
      options.timeout = real(section, "timeout")
      options.isAwaited = boolean(section, "wait")
      if options.isAwaited, !options.hooks.contains(.epochEnded) {
        throw rejection(section, "wait", "it waits at end_epoch, which is not among events")
      }
      plugins.append(options)
    }
    return plugins
  }

  /// The section `[Notify]`.
  ///
  /// - Throws: For an e-mail without a server, and for addresses with a password in them.
  func notifyOptions() throws(ConfigError) -> NotifyOptions {
    var options = NotifyOptions()
    options.webhook = optionalText("Notify", "webhook")
    options.email = optionalText("Notify", "email")
    options.sender = optionalText("Notify", "email_from")
    options.server = optionalText("Notify", "smtp_url")
    options.occasions = Set(
      texts("Notify", "on").compactMap(NotifyOptions.Occasion.init(rawValue:)))
    if options.email != nil, options.server == nil {
      throw rejection("Notify", "email", "an e-mail needs smtp_url, the server that takes it")
    }
    for key in ["webhook", "smtp_url"] {
      let address = optionalText("Notify", key) ?? ""
      guard let start = address.firstRange(of: "://") else {
        guard address.isEmpty || address.hasPrefix("$") else {
          throw rejection("Notify", key, "expected a URL, or $NAME for the variable that holds it")
        }
        continue
      }
      // The configuration is stored in every model file.
      if address[start.upperBound...].prefix(while: { $0 != "/" }).contains("@") {
        throw rejection(
          "Notify", key,
          "credentials do not belong into a configuration; put the URL into a "
            + "variable of the environment and write $NAME")
      }
    }
    return options
  }
}
