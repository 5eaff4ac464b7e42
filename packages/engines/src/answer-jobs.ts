// The other end of a `WorkerPool`: one question after the other, each with exactly one answer.
import { parentPort, type TransferListItem } from 'node:worker_threads'
import { AppError } from '@farebox/errors'
import type { WorkerAnswer } from './worker-pool.ts'

export function answerJobs<Question>(work: (question: Question) => Promise<unknown>): void {
  const port = parentPort
  if (!port) throw new AppError('internal_error', { internal: 'this module runs in a thread of a pool' })
  port.on('message', async (question: Question) => {
    const answer = await work(question).then((value): WorkerAnswer => ({ value }), refusalOf)
    port.postMessage(answer, buffersOf(answer))
  })
}

function refusalOf(cause: unknown): WorkerAnswer {
  if (cause instanceof AppError && cause.code !== 'internal_error') {
    return { refusal: { code: cause.code, message: cause.message, param: cause.param } }
  }
  return { broken: cause instanceof Error ? `${cause.name}: ${cause.message}`.slice(0, 200) : 'something was thrown' }
}

/** Bytes are handed over instead of copied. */
function buffersOf(answer: WorkerAnswer): TransferListItem[] {
  const value = 'value' in answer ? answer.value : undefined
  return value instanceof Uint8Array && value.buffer instanceof ArrayBuffer && value.byteLength === value.buffer.byteLength
    ? [value.buffer]
    : []
}
