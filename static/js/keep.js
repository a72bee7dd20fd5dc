// Sending one form of a page leaves what is half-written in its other forms as it is.
let kept = []

const touch = ({ target }) => {
  if (target.form) target.form.dataset.touched = ''
}
document.addEventListener('input', touch)
document.addEventListener('change', touch)

document.addEventListener('htmx:before:swap', ({ detail: { ctx } }) => {
  if (ctx.request.method !== 'POST') return
  kept = [...document.querySelectorAll('form[data-keeps][data-touched]')].filter(form => form !== ctx.sourceElement)
})
document.addEventListener('htmx:after:swap', ({ detail: { ctx } }) => {
  for (const form of kept) {
    const fresh = [...document.forms].find(other => other.getAttribute('name') === form.getAttribute('name'))
    if (!fresh || fresh === form) continue
    // What changed was one's own doing, so the form now knows of it.
    const version = fresh.elements.namedItem('version')
    if (version && ctx.response.status < 400) form.elements.namedItem('version').value = version.value
    fresh.replaceWith(form)
    htmx.process(form)
  }
  kept = []
})
