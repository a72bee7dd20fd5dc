// What scrolls sideways in its own box can be reached by keyboard; only script knows what scrolls.
const reach = () => {
  for (const box of document.querySelectorAll('.written pre, .written table')) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0
    else box.removeAttribute('tabindex')
  }
}

reach()
addEventListener('resize', reach)
document.addEventListener('htmx:after:swap', reach)
