import type { Services } from '../services.ts'

export const demoSignIns = { password: 'correct horse battery', people: [{ email: 'ada@example.com', who: 'customer' }] }
export async function fillDemo(_services: Services): Promise<boolean> { return false }
