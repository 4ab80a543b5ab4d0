import Assembly
import Basics
import Config
import Reporting
import Training

extension Configuration {
  /// The sections `[Plugin:NAME]`.
  ///
  /// - Throws: For one without a command.
  func plugins() throws(ConfigError) -> [PluginOptions] {
    let plugins = settings.plugins
    for plugin in plugins {
      let section = "Plugin:\(plugin.name)"
      if plugin.command.isEmpty {
        throw rejection(section, "command", "a plugin needs the program that is started")
      }
      if plugin.isAwaited, !plugin.hooks.contains(.epochEnded) {
        throw rejection(section, "wait", "it waits at end_epoch, which is not among events")
      }
    }
    return plugins
  }

  /// The section `[Notify]`.
  ///
  /// - Throws: For an e-mail without a server, and for addresses with a password in them.
  func notifyOptions() throws(ConfigError) -> NotifyOptions {
    let options = settings.notify
    if options.email != nil, options.server == nil {
      throw rejection(of: \.notify.email, "an e-mail needs smtp_url, the server that takes it")
    }
    let addresses: [PartialKeyPath<Settings>] = [\.notify.webhook, \.notify.server]
    for (path, address) in zip(addresses, [options.webhook ?? "", options.server ?? ""]) {
      guard let start = address.firstRange(of: "://") else {
        guard address.isEmpty || address.hasPrefix("$") else {
          throw rejection(of: path, "expected a URL, or $NAME for the variable that holds it")
        }
        continue
      }
      // The configuration is stored in every model file.
      if address[start.upperBound...].prefix(while: { $0 != "/" }).contains("@") {
        throw rejection(
          of: path,
          "credentials do not belong into a configuration; put the URL into a "
            + "variable of the environment and write $NAME")
      }
    }
    return options
  }
}
