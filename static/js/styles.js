// A box that somebody resized keeps its size. htmx would copy it as an inline style, which the page's policy refuses.
let styles = []

document.addEventListener('htmx:before:swap', () => {
  styles = [...document.querySelectorAll('[style][id]')].map(element => {
    const { id, style: { cssText } } = element
    element.removeAttribute('style')
    return [id, cssText]
  })
})
document.addEventListener('htmx:after:swap', () => {
  for (const [id, cssText] of styles) Object.assign(document.getElementById(id)?.style ?? {}, { cssText })
  styles = []
})
