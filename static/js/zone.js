// The time zone of this device in one press, and all of them to choose from.
const zone = document.getElementById('time-zone')
if (zone) {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'link'
  button.textContent = zone.dataset.offer.replace('%', timeZone)
  button.addEventListener('click', () => {
    zone.value = timeZone
    zone.focus()
  })
  zone.after(button)
  const list = document.createElement('datalist')
  list.id = 'zones'
  list.append(...Intl.supportedValuesOf('timeZone').map(name => new Option(name)))
  button.after(list)
  zone.setAttribute('list', 'zones')
}
