// A button that asks the browser for a passkey, where it knows of such; the answer is posted as any form is.
const place = document.querySelector('[data-passkey]')
const { action, like, label, refused, options, fields } = JSON.parse(place.dataset.passkey)

const bytes = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), sign => sign.charCodeAt(0))
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')

const ask = async () => {
  if (!options) {
    const wanted = await (await fetch('/sign-in/passkey')).json()
    return navigator.credentials.get({ publicKey: { ...wanted, challenge: bytes(wanted.challenge) } })
  }
  const user = { ...options.user, id: bytes(options.user.id) }
  const excludeCredentials = options.excludeCredentials.map(known => ({ ...known, id: bytes(known.id) }))
  return navigator.credentials.create({ publicKey: { ...options, user, excludeCredentials, challenge: bytes(options.challenge) } })
}
const written = ({ id, type, response }) => {
  const parts = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'].filter(name => response[name])
  const encoded = Object.fromEntries(parts.map(name => [name, text(response[name])]))
  return JSON.stringify({ id, rawId: id, type, clientExtensionResults: {}, response: { ...encoded, transports: response.getTransports?.() } })
}

if (window.PublicKeyCredential) {
  const form = document.createElement('form')
  form.method = 'post'
  form.action = action
  const button = document.createElement('button')
  button.textContent = label
  if (!options) button.className = 'secondary'
  const problem = document.createElement('p')
  form.append(button, problem)
  place.append(form)
  form.addEventListener('submit', async event => {
    event.preventDefault()
    problem.textContent = ''
    try {
      const credential = written(await ask())
      // What another form of the page proves, this one does.
      const proof = [...document.querySelectorAll(`form[action="${like}"] [type=hidden]`)].map(({ name, value }) => [name, value])
      for (const [name, value] of [...proof, ...Object.entries({ ...fields, credential })]) {
        const field = document.createElement('input')
        field.type = 'hidden'
        field.name = name
        field.value = value
        form.append(field)
      }
      form.submit()
    } catch {
      problem.textContent = refused
      document.dispatchEvent(new CustomEvent('guichet:say', { detail: refused }))
    }
  })
}
