/** Whether bytes are lost for good, on a disk or in a bucket; a storage that is merely away is asked again later. */
export function isGone(error: unknown): boolean {
  const { answered, cause } = error as { answered?: number; cause?: NodeJS.ErrnoException }
  return answered === 404 || cause?.code === 'ENOENT'
}
