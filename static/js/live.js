// Keeps an open ticket or list up to date. What is being typed, and where the focus is, never change.
const pollEvery = 30000
const region = () => document.querySelector('[data-live]')
let source
let poll
let missed = false

const refresh = async sentence => {
  const goal = region()
  if (!goal || document.querySelector('.htmx-request')) return
  for (const form of goal.querySelectorAll('form')) {
    form.toggleAttribute('hx-morph-skip', 'touched' in form.dataset || form.contains(document.activeElement))
  }
  const headers = { 'HX-Target': `${goal.localName}#${goal.id}` }
  await htmx.ajax('GET', location.pathname + location.search, { target: goal, swap: 'outerMorph', headers })
  if (sentence) document.dispatchEvent(new CustomEvent('guichet:say', { detail: sentence }))
}

const stop = () => {
  source?.close()
  clearInterval(poll)
  source = poll = undefined
}
const start = () => {
  if (!region() || source || document.hidden) return
  source = new EventSource(region().dataset.live)
  source.addEventListener('change', ({ data }) => refresh(JSON.parse(data).sentence))
  // What happened while the line was away was not heard: look.
  source.addEventListener('open', () => {
    if (missed) refresh()
    missed = false
  })
  source.addEventListener('error', () => {
    missed = true
    if (source?.readyState === EventSource.CLOSED) poll ??= setInterval(refresh, pollEvery)
  })
}

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
  if (document.hidden) return stop()
  if (region() && !source) refresh()
  start()
})
