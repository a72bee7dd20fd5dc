import { readFileSync } from 'node:fs'

/** The oldest version of each package without a known hole that reaches us. */
const floors: Record<string, string> = {
  'fastify': '5.12.8',
  '@fastify/busboy': '3.2.6',
  '@fastify/formbody': '9.0.1',
  '@fastify/multipart': '10.1.9',
  '@fastify/proxy-addr': '5.1.1',
  '@fastify/static': '10.1.11',
  '@fastify/view': '12.0.0',
  'eta': '4.6.0',
  'htmx.org': '4.0.1',
  'kysely': '0.29.9',
  'marked': '18.2.1',
  'nodemailer': '10.4.1',
  'pg': '8.23.1',
  'sanitize-html': '2.18.1',
}

/** Every installed copy that is older than its floor, however deep it lies. */
export function belowFloor(): string[] {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, { version?: string }> }
  return Object.entries(packages).flatMap(([path, { version = '0' }]) => {
    const floor = floors[path.split('node_modules/').at(-1) ?? '']
    return floor !== undefined && older(version, floor) ? [`${path} is ${version}, older than ${floor}`] : []
  })
}

function older(version: string, floor: string): boolean {
  return version.localeCompare(floor, 'en', { numeric: true }) < 0
}
