// Tesseract as WebAssembly, with the English language data of an npm package. It has no way to download anything.
/// <reference path="./tesseract-core.d.ts" />
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import type { TessBaseApi, TesseractCore } from 'tesseract.js-core/tesseract-core-simd-lstm.js'
import loadCore from 'tesseract.js-core/tesseract-core-simd-lstm.js'
import { refuse } from './picture.ts'

export type PageText = {
  text: string
  /** 0 to 100: how sure it is, on average over the words. */
  confidence: number
}

const LSTM_ONLY = 1
const UPRIGHT = 1
/** The one path from which `SetImageFile` reads. */
const INPUT = '/input'

let reader: Promise<{ core: TesseractCore; api: TessBaseApi }> | undefined

export async function readImage(image: Uint8Array): Promise<PageText> {
  reader ??= openReader()
  const { core, api } = await reader
  core.FS.writeFile(INPUT, image)
  try {
    if (api.SetImageFile(UPRIGHT, 0) === 1) refuse('The image cannot be read: it is damaged.')
    api.Recognize(null)
    return { text: api.GetUTF8Text().trim(), confidence: api.MeanTextConf() }
  } finally {
    // Nothing of one document can reach the next; the neural engine, unlike the old one, learns nothing from pages.
    api.Clear()
    core.FS.unlink(INPUT)
  }
}

async function openReader() {
  const core = await loadCore({ print: () => {}, printErr: () => {} })
  const folder = path.dirname(fileURLToPath(import.meta.resolve('@tesseract.js-data/eng')))
  const data = gunzipSync(await readFile(path.join(folder, '4.0.0_best_int', 'eng.traineddata.gz')))
  core.FS.writeFile('eng.traineddata', data)
  const api = new core.TessBaseAPI()
  if (api.Init(null, 'eng', LSTM_ONLY) !== 0) throw new Error('tesseract did not start')
  api.SetVariable('user_defined_dpi', '200')
  return { core, api }
}
