// A system for one WebAssembly program (WASI preview 1): arguments in, files kept in memory out. No disk, no network, no environment.

/** Thrown by `proc_exit`, to leave the program. */
export class Exit extends Error {
  readonly code: number
  constructor(code: number) {
    super(`exit ${code}`)
    this.code = code
  }
}

type OpenFile = { bytes: Uint8Array<ArrayBuffer>; length: number; position: number }

const OK = 0
const BAD_FILE = 8
const NO_ENTRY = 44
const FIRST_FILE = 4
const ROOT = 3
const CREATE = 1

export class MemoryFiles {
  readonly #arguments: Uint8Array[]
  readonly #files = new Map<string, OpenFile>()
  readonly #open = new Map<number, OpenFile>()
  #memory: WebAssembly.Memory | undefined

  constructor(programArguments: readonly string[]) {
    this.#arguments = programArguments.map((text) => new TextEncoder().encode(`${text}\0`))
  }

  attach(memory: WebAssembly.Memory): void {
    this.#memory = memory
  }

  /** What the program wrote under this name. */
  read(name: string): Uint8Array<ArrayBuffer> | undefined {
    const file = this.#files.get(name)
    return file?.bytes.slice(0, file.length)
  }

  readonly imports = {
    args_sizes_get: (countAt: number, bytesAt: number) => this.#write32(countAt, this.#arguments.length, bytesAt, this.#argumentBytes()),
    args_get: (pointersAt: number, textAt: number) => this.#writeArguments(pointersAt, textAt),
    clock_time_get: (_clock: number, _precision: bigint, at: number) => {
      this.#view().setBigUint64(at, 0n, true)
      return OK
    },
    fd_prestat_get: (descriptor: number, at: number) => (descriptor === ROOT ? this.#write32(at, 0, at + 4, 1) : BAD_FILE),
    fd_prestat_dir_name: (_descriptor: number, at: number) => {
      this.#bytes().set(new TextEncoder().encode('/'), at)
      return OK
    },
    fd_fdstat_get: (descriptor: number, at: number) => this.#describe(descriptor, at),
    fd_fdstat_set_flags: () => OK,
    fd_close: (descriptor: number) => {
      this.#open.delete(descriptor)
      return OK
    },
    fd_read: (_descriptor: number, _vectors: number, _count: number, at: number) => this.#write32(at, 0, at, 0),
    fd_seek: (descriptor: number, offset: bigint, whence: number, at: number) => this.#seek(descriptor, offset, whence, at),
    fd_write: (descriptor: number, vectors: number, count: number, at: number) => this.#append(descriptor, vectors, count, at),
    path_open: (...given: number[]) => this.#openPath(given),
    proc_exit: (code: number) => {
      throw new Exit(code)
    },
  }

  #view(): DataView {
    return new DataView(this.#bytes().buffer)
  }

  #bytes(): Uint8Array {
    if (!this.#memory) throw new Error('the program has no memory yet')
    return new Uint8Array(this.#memory.buffer)
  }

  #write32(firstAt: number, first: number, secondAt: number, second: number): number {
    const view = this.#view()
    view.setUint32(firstAt, first, true)
    view.setUint32(secondAt, second, true)
    return OK
  }

  #argumentBytes(): number {
    return this.#arguments.reduce((sum, { length }) => sum + length, 0)
  }

  #writeArguments(pointersAt: number, textAt: number): number {
    const view = this.#view()
    let at = textAt
    for (const [index, text] of this.#arguments.entries()) {
      view.setUint32(pointersAt + index * 4, at, true)
      this.#bytes().set(text, at)
      at += text.length
    }
    return OK
  }

  #describe(descriptor: number, at: number): number {
    if (descriptor >= FIRST_FILE && !this.#open.has(descriptor)) return BAD_FILE
    const view = this.#view()
    const kind = descriptor === ROOT ? 3 : descriptor < ROOT ? 2 : 4
    view.setUint8(at, kind)
    view.setUint16(at + 2, 0, true)
    view.setBigUint64(at + 8, 0xff_ff_ff_ff_ff_ff_ff_ffn, true)
    view.setBigUint64(at + 16, 0xff_ff_ff_ff_ff_ff_ff_ffn, true)
    return OK
  }

  /** fd, dirflags, path, length, oflags, rights, inheriting, fdflags, result. */
  #openPath(given: number[]): number {
    const [, , pathAt = 0, length = 0, openFlags = 0] = given
    const name = new TextDecoder().decode(this.#bytes().slice(pathAt, pathAt + length))
    if (!this.#files.has(name) && (openFlags & CREATE) === 0) return NO_ENTRY
    const file: OpenFile = { bytes: new Uint8Array(65_536), length: 0, position: 0 }
    const descriptor = FIRST_FILE + this.#files.size
    this.#files.set(name, file)
    this.#open.set(descriptor, file)
    this.#view().setUint32(given.at(-1) ?? 0, descriptor, true)
    return OK
  }

  #seek(descriptor: number, offset: bigint, whence: number, at: number): number {
    const file = this.#open.get(descriptor)
    if (!file) return BAD_FILE
    file.position = [0, file.position, file.length][whence] ?? 0
    file.position += Number(offset)
    this.#view().setBigUint64(at, BigInt(file.position), true)
    return OK
  }

  #append(descriptor: number, vectors: number, count: number, writtenAt: number): number {
    const file = this.#open.get(descriptor)
    const view = this.#view()
    let written = 0
    for (let index = 0; index < count; index++) {
      const from = view.getUint32(vectors + index * 8, true)
      const length = view.getUint32(vectors + index * 8 + 4, true)
      if (file) put(file, this.#bytes().subarray(from, from + length))
      written += length
    }
    view.setUint32(writtenAt, written, true)
    return OK
  }
}

function put(file: OpenFile, piece: Uint8Array): void {
  const end = file.position + piece.length
  if (end > file.bytes.length) {
    const larger = new Uint8Array(Math.max(end, file.bytes.length * 2))
    larger.set(file.bytes.subarray(0, file.length))
    file.bytes = larger
  }
  file.bytes.set(piece, file.position)
  file.position = end
  file.length = Math.max(file.length, end)
}
