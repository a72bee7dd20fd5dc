// Formatting buttons above a text box: one tab stop, arrows move between them, and undo still works.
const marks = [['**', '**'], ['*', '*'], ['[', '](https://)'], ['- ', ''], ['> ', ''], ['`', '`']]

const apply = (box, [before, after]) => {
  const { selectionStart: start, selectionEnd: end, value } = box
  const from = after ? start : value.lastIndexOf('\n', start - 1) + 1
  const inner = value.slice(from, end)
  const marked = after ? before + inner + after : inner.replace(/^/gm, before)
  box.focus()
  box.setSelectionRange(from, end)
  if (!document.execCommand('insertText', false, marked)) box.setRangeText(marked, from, end, 'end')
  if (after) box.setSelectionRange(from + before.length, from + before.length + inner.length)
}

const build = box => {
  const [name, ...labels] = box.dataset.toolbar.split('|')
  box.removeAttribute('data-toolbar')
  const bar = document.createElement('div')
  bar.className = 'toolbar'
  bar.setAttribute('role', 'toolbar')
  bar.setAttribute('aria-label', name)
  bar.setAttribute('aria-controls', box.id)
  const buttons = labels.map((label, at) => {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = label
    button.tabIndex = at === 0 ? 0 : -1
    button.addEventListener('click', () => apply(box, marks[at]))
    return button
  })
  bar.addEventListener('keydown', event => {
    const now = buttons.indexOf(document.activeElement)
    const ahead = document.dir ? -1 : 1
    const to = { ArrowRight: now + ahead, ArrowLeft: now - ahead, Home: 0, End: -1 }[event.key]
    if (to === undefined) return
    const at = (to + buttons.length) % buttons.length
    buttons.forEach((button, which) => { button.tabIndex = which === at ? 0 : -1 })
    buttons[at].focus()
    event.preventDefault()
  })
  bar.append(...buttons)
  box.before(bar)
}

const buildAll = () => document.querySelectorAll('[data-toolbar]').forEach(build)
buildAll()
document.addEventListener('htmx:after:swap', buildAll)
