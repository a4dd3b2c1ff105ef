import { availableParallelism } from 'node:os'

let most = availableParallelism()

/** How many threads may work at once. */
export function threadCount(): number {
  return most
}

/** For a door that promises little memory: each thread takes some 25 MB, which stay with the process. */
export function limitThreads(count: number): void {
  most = Math.min(most, count)
}
