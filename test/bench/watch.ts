// Loaded before a server that is measured: tells how much memory the process holds to whoever started it.
let peak = 0

const timer = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss())
}, 10)

process.on('message', which => {
  const now = process.memoryUsage.rss()
  process.send?.(which === 'peak' ? Math.max(peak, now) : now)
  peak = now
})

timer.unref()
process.channel?.unref()
