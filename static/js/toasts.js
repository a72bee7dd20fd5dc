// A toast stays until it is dismissed; only script can dismiss one, so script adds the button.
const { dismiss } = document.getElementById('toasts').dataset

const addButtons = () => {
  for (const toast of document.querySelectorAll('.toast:not([data-dismissible])')) {
    toast.dataset.dismissible = ''
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'dismiss'
    button.setAttribute('aria-label', dismiss)
    button.textContent = '×'
    button.addEventListener('click', () => {
      toast.remove()
      document.getElementById('main').focus()
    })
    toast.append(button)
  }
}

addButtons()
new MutationObserver(addButtons).observe(document.getElementById('toasts'), { childList: true })
