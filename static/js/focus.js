// What was said in words goes to the one permanent live region; where the person must act next gets the focus.
const said = document.getElementById('said')
const { error } = document.getElementById('toasts').dataset
const title = document.title.replace(error, '').trim()

const say = sentence => {
  said.textContent = ''
  setTimeout(() => { said.textContent = sentence }, 50)
}
// The control that was pressed, where the form offers it still.
const same = ({ target: { name, action }, submitter }) => {
  const form = [...document.forms].find(other => other.name === name && other.action === action)
  return form && [...form.elements].find(({ type, value }) => type === 'submit' && value === submitter?.value)
}
const settle = ctx => {
  const goal = document.querySelector('.error-summary') ?? document.querySelector('[data-focus]')
  if (goal) goal.focus()
  else if (document.activeElement === document.body) (same(ctx.sourceEvent) ?? document.getElementById('status-panel'))?.focus()
  document.title = document.querySelector('.error-summary') ? `${error} ${title}` : title
}

if (document.querySelector('[data-focus]')) document.querySelector('[data-focus]').focus()
document.addEventListener('guichet:say', ({ detail }) => say(detail))
document.addEventListener('htmx:after:swap', ({ detail: { ctx } }) => {
  const heading = ctx.swap !== 'none' && ctx.target.id && document.getElementById(ctx.target.id)?.querySelector('[data-say]')
  if (heading) say(heading.textContent)
  if (ctx.request.method === 'POST') settle(ctx)
})
