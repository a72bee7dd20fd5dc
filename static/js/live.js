// Keeps an open ticket or list up to date. What is being typed, and where the focus is, never change.
const pollEvery = 30000
const region = () => document.querySelector('[data-live]')
let source
let poll
// What the page does not show yet: the sentence to say of it.
let news
let busy = false

const refresh = async () => {
  const goal = region()
  if (news === undefined || busy || !goal || document.querySelector('.htmx-request')) return
  const [sentence, { live }] = [news, { ...goal.dataset }]
  news = undefined
  busy = true
  for (const form of goal.querySelectorAll('form')) {
    form.toggleAttribute('hx-morph-skip', 'touched' in form.dataset || form.contains(document.activeElement))
  }
  const headers = { 'HX-Target': `${goal.localName}#${goal.id}` }
  await htmx.ajax('GET', location.pathname + location.search, { target: goal, swap: 'outerMorph', headers })
  busy = false
  if (sentence) document.dispatchEvent(new CustomEvent('guichet:say', { detail: sentence }))
  if (news !== undefined) refresh()
  // It failed: once the line is back there is another look.
  else if (region()?.dataset.live === live) news = ''
}
const hear = sentence => {
  news = sentence || news || ''
  refresh()
}

const stop = () => {
  source?.close()
  clearInterval(poll)
  source = poll = undefined
}
// The address says up to where the page has seen: what came since is told at once.
const start = () => {
  if (!region() || source || document.hidden) return
  source = new EventSource(region().dataset.live)
  source.addEventListener('change', ({ data }) => hear(JSON.parse(data).sentence))
  source.addEventListener('open', refresh)
  source.addEventListener('error', () => {
    if (source?.readyState === EventSource.CLOSED) poll ??= setInterval(hear, pollEvery)
  })
}

document.addEventListener('htmx:finally:request', () => busy || setTimeout(refresh))
// The session ended elsewhere: who is typing stays with their text, which is kept when they send it.
document.addEventListener('htmx:after:request', event => {
  const { ctx } = event.detail
  if (ctx.swap !== 'outerMorph' || !ctx.hx.redirect || !document.querySelector('[data-touched]')) return
  event.preventDefault()
  stop()
})

start()
addEventListener('pagehide', stop)
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) start()
})
document.addEventListener('visibilitychange', () => {
  if (document.hidden) stop()
  else start()
})
