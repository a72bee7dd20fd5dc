// A filtered list has one short address, and one step of the history for each change.
document.addEventListener('htmx:config:request', ({ detail: { ctx } }) => {
  if (ctx.request.method !== 'GET' || !ctx.sourceElement.matches('form')) return
  for (const [name, value] of [...ctx.request.body]) if (value === '' || value === 'any') ctx.request.body.delete(name)
})
// What was typed has been applied by then: leaving the box would add the same address once more.
document.addEventListener('change', event => {
  if (event.target.type === 'search') event.stopPropagation()
}, true)
