// WebAssembly memory is outside the limits of a thread's heap, so it is bounded where it grows.

const PAGE_BYTES = 65_536

/** From now on no WebAssembly memory of this thread that grows through JavaScript (as Emscripten's does) gets larger than this. */
export function boundWasmMemory(megabytesMax: number): void {
  const bytesMax = megabytesMax * 1024 * 1024
  const grow = WebAssembly.Memory.prototype.grow
  WebAssembly.Memory.prototype.grow = function bounded(this: WebAssembly.Memory, pages: number) {
    if (this.buffer.byteLength + pages * PAGE_BYTES > bytesMax) throw new RangeError(`more than ${megabytesMax} MB of memory`)
    return grow.call(this, pages)
  }
}
