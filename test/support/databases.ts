import { openAsBlob } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { PGlite, type PGliteOptions } from '@electric-sql/pglite'
import { connectPostgres, type Connection } from '../../src/db/connect.ts'
import { connectPglite, embeddedExtensions } from '../../src/db/embedded.ts'
import { migrate } from '../../src/db/migrate.ts'
import { openQueue } from '../../src/jobs/queue.ts'

/** A database of its own for one test, with every table and nothing in them. */
export interface TestDatabase {
  connection: Connection
  /** Where a second connection finds it; undefined for PGlite, which lives inside this process. */
  url: string | undefined
  /** Closes the connection, and leaves nothing behind. */
  drop(): Promise<void>
}

const { TEST_DATABASE, TEST_DATABASE_URL, TEST_TEMPLATE } = process.env
const name = (server: string, database: string) => Object.assign(new URL(server), { pathname: database }).href
let made = 0

/** On the server that TEST_DATABASE_URL names; without it, or with TEST_DATABASE=embedded, on PGlite in memory. */
export function freshDatabase(): Promise<TestDatabase> {
  return TEST_DATABASE === 'embedded' || TEST_DATABASE_URL === undefined ? freshEmbedded() : freshPostgres(TEST_DATABASE_URL)
}

async function freshPostgres(server: string): Promise<TestDatabase> {
  const database = `guichet_${process.pid}_${++made}`
  await createDatabase(server, database, TEST_TEMPLATE)
  const url = name(server, database)
  const connection = connectPostgres(url)
  if (TEST_TEMPLATE === undefined) await install(connection)

  return { connection, url, async drop() {
    await connection.close()
    await dropDatabase(server, database)
  } }
}

/** One test asks for little: memory for much would only have to be cleared each time. */
const small = ['shared_buffers=16MB', 'max_connections=5', 'wal_buffers=1MB', 'max_wal_senders=0', 'wal_level=minimal', 'autovacuum=off']

/** PGlite's own parts, read and compiled once for every database of this process. */
async function parts(): Promise<PGliteOptions> {
  const part = (name: string) => new URL(name, import.meta.resolve('@electric-sql/pglite'))
  const [wasm, data] = await Promise.all([readFile(part('pglite.wasm')), openAsBlob(part('pglite.data'))])
  return { pgliteWasmModule: await WebAssembly.compile(wasm), fsBundle: data, extensions: embeddedExtensions }
}

let shared: Promise<PGliteOptions> | undefined
let template: Promise<Blob> | undefined

async function freshEmbedded(): Promise<TestDatabase> {
  template ??= TEST_TEMPLATE === undefined ? dumpEmbedded() : openAsBlob(TEST_TEMPLATE)
  const pglite = await PGlite.create({ ...await (shared ??= parts()), loadDataDir: await template })
  const connection = connectPglite(pglite)
  return { connection, url: undefined, drop: () => connection.close() }
}

/** A prepared PGlite, to be loaded by as many tests as like. */
export async function dumpEmbedded(): Promise<Blob> {
  const pglite = await PGlite.create({ extensions: embeddedExtensions, postgresqlconf: small, initDbStartParams: ['--wal-segsize=1'] })
  const connection = connectPglite(pglite)
  await install(connection)
  await dropTemplates(connection)
  const dump = await pglite.dumpDataDir('none')
  await connection.close()
  return dump
}

/** A third of the dump, and nobody makes databases from them. */
async function dropTemplates({ pool }: Connection): Promise<void> {
  await pool.query("update pg_database set datistemplate = false where datname like 'template_'")
  for (const template of ['template0', 'template1']) await pool.query(`drop database ${template}`)
}

export async function preparePostgres(server: string, database: string): Promise<void> {
  await createDatabase(server, database)
  const connection = connectPostgres(name(server, database))
  await install(connection)
  await connection.close()
}

/** All that the application would create at its first start. */
async function install(connection: Connection): Promise<void> {
  await migrate(connection.db)
  const queue = await openQueue(connection, error => { throw error })
  await queue.stop(1)
}

function createDatabase(server: string, database: string, like = 'template1'): Promise<void> {
  return administer(server, `create database ${database} template ${like} strategy file_copy`)
}

export function dropDatabase(server: string, database: string): Promise<void> {
  return administer(server, `drop database if exists ${database} with (force)`)
}

async function administer(server: string, statement: string): Promise<void> {
  const { pool, close } = connectPostgres(server, 1)
  await pool.query(statement).finally(close)
}
