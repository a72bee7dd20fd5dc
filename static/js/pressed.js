// A pressed button says so and cannot be pressed twice; a request that fails keeps the text and offers another try.
const toasts = document.getElementById('toasts')
const { sending, failed, again } = toasts.dataset

const press = button => {
  if (!button || button.dataset.words) return
  button.dataset.words = button.innerHTML
  button.setAttribute('aria-busy', 'true')
  button.setAttribute('aria-disabled', 'true')
  if (!button.classList.contains('link')) button.textContent = sending
}
const release = () => {
  for (const button of document.querySelectorAll('button[data-words]')) {
    button.innerHTML = button.dataset.words
    button.removeAttribute('aria-busy')
    button.removeAttribute('aria-disabled')
    delete button.dataset.words
  }
}
const offerAgain = (form, submitter) => {
  const toast = document.createElement('p')
  toast.className = 'toast'
  toast.dataset.kind = 'problem'
  toast.textContent = `${failed} `
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = again
  button.addEventListener('click', () => {
    const pressed = submitter ?? form.querySelector('button')
    pressed.focus()
    form.requestSubmit(pressed)
  })
  toast.append(button)
  toasts.replaceChildren(toast)
}

document.addEventListener('submit', event => {
  const { target: form, submitter } = event
  if (form.method !== 'post') return
  if (form.querySelector('[data-words]')) {
    event.preventDefault()
    event.stopImmediatePropagation()
    return
  }
  // Later, so that the pressed button is still part of what is sent.
  setTimeout(() => {
    if (!event.defaultPrevented || form.hasAttribute('hx-post')) press(submitter ?? form.querySelector('button'))
  })
}, true)
addEventListener('pageshow', release)
document.addEventListener('htmx:finally:request', release)
// What was said of the last try is not true of this one.
document.addEventListener('htmx:before:request', ({ detail: { ctx } }) => {
  if (ctx.sourceElement.matches('form')) toasts.replaceChildren()
})
document.addEventListener('htmx:error', ({ detail: { ctx } }) => {
  const form = ctx?.sourceElement
  if (form?.matches?.('form')) offerAgain(form, ctx.sourceEvent?.submitter)
})
