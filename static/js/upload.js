// An upload shows how far it is, and says it at each quarter. fetch() cannot tell, XMLHttpRequest can.
const { uploaded } = document.getElementById('toasts').dataset

const progressIn = form => {
  const line = document.createElement('p')
  line.className = 'progress'
  const bar = document.createElement('progress')
  bar.max = 100
  const words = document.createElement('span')
  line.append(bar, ' ', words)
  form.append(line)
  let quarter = 0
  return percent => {
    bar.value = percent
    words.textContent = percent + uploaded
    if (Math.floor(percent / 25) <= quarter) return
    quarter = Math.floor(percent / 25)
    document.dispatchEvent(new CustomEvent('guichet:say', { detail: words.textContent }))
  }
}

const send = form => (url, { method, body, headers, signal }) => new Promise((resolve, reject) => {
  const request = new XMLHttpRequest()
  const show = progressIn(form)
  const broken = () => {
    form.querySelector('.progress')?.remove()
    reject(new Error('The upload broke off'))
  }
  request.open(method, url)
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
  request.upload.addEventListener('progress', ({ loaded, total }) => show(Math.round(loaded / total * 100)))
  request.addEventListener('load', () => {
    form.querySelector('.progress')?.remove()
    const lines = request.getAllResponseHeaders().trim().split(/\r?\n/).map(line => line.split(/: (.*)/).slice(0, 2))
    resolve(new Response(request.responseText, { status: request.status, headers: lines }))
  })
  request.addEventListener('error', broken)
  request.addEventListener('timeout', broken)
  signal.addEventListener('abort', () => {
    request.abort()
    broken()
  })
  request.send(body)
})

document.addEventListener('htmx:before:request', ({ detail: { ctx } }) => {
  const { body } = ctx.request
  if (body instanceof FormData && [...body.values()].some(value => value instanceof File && value.size > 0)) ctx.fetch = send(ctx.sourceElement)
})
