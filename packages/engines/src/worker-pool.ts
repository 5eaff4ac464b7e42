// Heavy work off the event loop: a few worker threads, a bounded queue, and an end for whoever takes too long.
import { Worker } from 'node:worker_threads'
import { AppError, asAppError, type ErrorCode } from '@farebox/errors'

export type WorkerPoolSettings = {
  /** The module each thread runs: it answers every message with a `WorkerAnswer`. */
  module: URL
  threadsMax: number
  /** Jobs that may wait for a thread. One more is refused at once. */
  waitingMax: number
  /** A thread that works longer on one job is ended, and the job refused. */
  jobMs: number
  /** JavaScript memory of one thread; what WebAssembly may take is bounded by `bound-memory.ts`. */
  heapMegabytesMax: number
}

/** What a thread says of a job: its value, or a refusal that the caller may read. */
export type WorkerAnswer =
  | { value: unknown }
  | { refusal: { code: ErrorCode; message: string; param: string | undefined } }
  | { broken: string }

type Job = {
  question: unknown
  answer: (value: unknown) => void
  fail: (cause: unknown) => void
  signal: AbortSignal | undefined
}

/** An idle thread keeps its memory this long. */
const IDLE_MS = 30_000

export class WorkerPool {
  readonly #settings: WorkerPoolSettings
  readonly #idle: { worker: Worker; timer: NodeJS.Timeout }[] = []
  readonly #busy = new Set<Worker>()
  readonly #waiting: Job[] = []
  #ended = false

  constructor(settings: WorkerPoolSettings) {
    this.#settings = settings
  }

  /** Throws `provider_overloaded` when too many wait, `provider_timeout` for a job that does not end, and what the thread refused. */
  async run<Value>(question: unknown, signal?: AbortSignal): Promise<Value> {
    if (this.#ended) throw new AppError('stopping')
    const isFull = this.#busy.size >= this.#settings.threadsMax && this.#waiting.length >= this.#settings.waitingMax
    if (isFull) throw new AppError('provider_overloaded', { internal: `${this.#waiting.length} jobs wait` })
    return new Promise<unknown>((answer, fail) => {
      this.#waiting.push({ question, answer, fail, signal })
      this.#next()
    }) as Promise<Value>
  }

  async end(): Promise<void> {
    this.#ended = true
    for (const job of this.#waiting.splice(0)) job.fail(new AppError('stopping'))
    const idle = this.#idle.splice(0).map(({ worker, timer }) => {
      clearTimeout(timer)
      return worker
    })
    await Promise.all([...idle, ...this.#busy].map((worker) => worker.terminate()))
  }

  #next(): void {
    if (this.#busy.size >= this.#settings.threadsMax) return
    const job = this.#waiting.shift()
    if (!job) return
    if (job.signal?.aborted) {
      job.fail(asAppError(job.signal.reason))
      this.#next()
      return
    }
    this.#work(job, this.#thread())
  }

  #thread(): Worker {
    const kept = this.#idle.pop()
    if (!kept) {
      const { module, heapMegabytesMax } = this.#settings
      const worker = new Worker(module, { resourceLimits: { maxOldGenerationSizeMb: heapMegabytesMax }, env: {} })
      // Between two jobs nobody else listens, and an error nobody hears would end the process.
      return worker.on('error', () => {})
    }
    clearTimeout(kept.timer)
    kept.worker.ref()
    return kept.worker
  }

  #work(job: Job, worker: Worker): void {
    this.#busy.add(worker)
    let done = false
    const finish = (keep: boolean, tell: () => void) => {
      if (done) return
      done = true
      clearTimeout(timer)
      job.signal?.removeEventListener('abort', leave)
      worker.off('message', told).off('error', died).off('exit', ended)
      this.#busy.delete(worker)
      if (keep && !this.#ended) this.#keep(worker)
      else void worker.terminate()
      tell()
      this.#next()
    }
    const failed = (code: ErrorCode, internal: string, cause?: unknown) =>
      finish(false, () => job.fail(new AppError(code, { internal, cause })))
    const told = (answer: WorkerAnswer) => {
      // A thread in which something broke may be in any state: the next job gets a new one.
      if ('broken' in answer) failed('provider_error', answer.broken)
      else if ('refusal' in answer) finish(true, () => job.fail(refusalIn(answer.refusal)))
      else finish(true, () => job.answer(answer.value))
    }
    const died = (cause: unknown) => failed('provider_error', 'a thread died', cause)
    const ended = () => failed('provider_error', 'a thread ended by itself')
    const leave = () => finish(false, () => job.fail(job.signal?.reason))
    const timer = setTimeout(() => failed('provider_timeout', `no answer in ${this.#settings.jobMs} ms`), this.#settings.jobMs)
    job.signal?.addEventListener('abort', leave, { once: true })
    worker.on('message', told).on('error', died).on('exit', ended)
    worker.postMessage(job.question)
  }

  #keep(worker: Worker): void {
    const timer = setTimeout(() => {
      const at = this.#idle.findIndex((kept) => kept.worker === worker)
      if (at >= 0) this.#idle.splice(at, 1)
      void worker.terminate()
    }, IDLE_MS).unref()
    worker.unref()
    this.#idle.push({ worker, timer })
  }
}

function refusalIn({ code, message, param }: Extract<WorkerAnswer, { refusal: unknown }>['refusal']): AppError {
  return new AppError(code, { message, ...(param && { param }) })
}
