const charactersAtMost = 100
/** Windows takes these for devices, whatever follows the dot. */
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i

/** What a file is called once it is unpacked: one plain part of a path, on any system. */
export function safeName(name: string): string {
  const plain = name.toWellFormed().replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}/\\<>:"|?*]/gu, '_').replace(/^[\s.]+|[\s.]+$/g, '')
  const dot = plain.lastIndexOf('.')
  const end = dot > 0 && plain.length - dot <= 12 ? plain.slice(dot) : ''
  const short = [...plain.slice(0, plain.length - end.length)].slice(0, charactersAtMost).join('') + end
  if (short === '') return 'file'
  return devices.test(short) ? `_${short}` : short
}

/** Gives each name of a folder once: "log.txt", then "log (2).txt". Some systems take capitals for the same. */
export function namesOfFolder(): (name: string) => string {
  const taken = new Set<string>()
  return name => {
    const safe = safeName(name)
    const dot = safe.lastIndexOf('.') > 0 ? safe.lastIndexOf('.') : safe.length
    let free = safe
    for (let number = 2; taken.has(free.toLowerCase()); number++) free = `${safe.slice(0, dot)} (${number})${safe.slice(dot)}`
    taken.add(free.toLowerCase())
    return free
  }
}
