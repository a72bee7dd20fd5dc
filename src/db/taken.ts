/** Whether something else has it already, of which there can be one: PostgreSQL says so to who comes second at the same moment, too. */
export const isTaken = (error: unknown): boolean => (error as { code?: string }).code === '23505'
