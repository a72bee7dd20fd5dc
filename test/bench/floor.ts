import Fastify from 'fastify'
import pg from 'pg'

// The floor that our pages are held against: one prepared, indexed select of 25 rows, sent as JSON. No session, no template, nothing else.
const { PORT, DATABASE_URL: connectionString, CUSTOMER } = process.env
const pool = new pg.Pool({ connectionString, max: 10 })
const app = Fastify()

const text = `select id, reference, title, status, priority, created_at, last_activity_at from tickets
  where customer_id = $1 order by last_activity_at desc, reference desc limit 25`

app.get('/', async () => (await pool.query({ name: 'floor', text, values: [CUSTOMER] })).rows)

process.once('SIGTERM', () => void app.close().then(() => pool.end()).then(() => process.exit()))
await app.listen({ port: Number(PORT), host: '127.0.0.1' })
