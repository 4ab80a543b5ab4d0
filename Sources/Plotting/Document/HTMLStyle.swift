/// How a page looks on a laptop, on a telephone and on paper; its colours are those of the plots.
enum HTMLStyle {
  static let sheet = """
    *{box-sizing:border-box}
    html{background:var(--plot-background);color:var(--plot-foreground);-webkit-text-size-adjust:100%}
    body{font:16px/1.55 system-ui,Helvetica,Arial,"Liberation Sans",sans-serif;max-width:54rem;margin:0 auto;padding:1.5rem 1.2rem}
    h1{font-size:1.7rem;line-height:1.2;margin:.4rem 0 .2rem}
    h2{font-size:1.2rem;margin:2.4rem 0 .6rem;padding-bottom:.25rem;border-bottom:1px solid var(--plot-grid)}
    p{margin:.6rem 0}
    .muted,figcaption,caption,summary{color:var(--plot-muted)}
    .muted{margin:0}
    .notice{font-weight:600;border:1px solid var(--plot-s1);border-left-width:5px;padding:.45rem .8rem;border-radius:3px}
    .result{font-size:1.12rem;background:var(--plot-panel);padding:.8rem 1rem;border-radius:4px}
    nav{font-size:.9rem;margin:.6rem 0;line-height:1.9}
    nav a{margin-right:.9rem;white-space:nowrap}
    a{color:var(--plot-s0)}
    figure{margin:1.4rem 0;break-inside:avoid}
    figure svg{max-width:100%;height:auto;display:block}
    figcaption{font-size:.88rem;margin-top:.2rem}
    .scroll{overflow-x:auto}
    table{border-collapse:collapse;font-size:.92rem;margin:.8rem 0;font-variant-numeric:tabular-nums}
    caption{text-align:left;padding-bottom:.3rem}
    th,td{padding:.28rem .8rem .28rem 0;text-align:right;vertical-align:top;border-bottom:1px solid var(--plot-grid)}
    thead th{color:var(--plot-muted);font-weight:600}
    th:first-child{text-align:left;font-weight:500}
    .facts td{text-align:left;overflow-wrap:anywhere}
    .facts th{color:var(--plot-muted);white-space:nowrap;padding-right:1.6rem}
    .warnings{padding-left:0;list-style:none}
    .warnings li{border-left:4px solid var(--plot-s4);background:var(--plot-panel);padding:.45rem .8rem;margin:.4rem 0}
    pre{font-size:.8rem;line-height:1.4;background:var(--plot-panel);padding:.8rem;border-radius:4px;overflow-x:auto}
    summary{cursor:pointer;margin:.6rem 0}
    @media print{body{max-width:none;padding:0;font-size:10.5pt}nav{display:none}table{font-size:8pt}th,td{padding-right:.45rem}pre{white-space:pre-wrap;columns:2;font-size:7.5pt}
    details::details-content{content-visibility:visible;height:auto}h2{break-after:avoid}tr{break-inside:avoid}figure svg{max-height:235mm}@page{margin:16mm}}

    """
}
