// The part of Tesseract's C++ interface that is used here; the package brings no types.
declare module 'tesseract.js-core/tesseract-core-simd-lstm.js' {
  export type TessBaseApi = {
    Init(dataPath: null, language: string, engine: number): number
    SetVariable(name: string, value: string): boolean
    SetImageFile(orientation: number, angle: number): number
    Recognize(monitor: null): number
    GetUTF8Text(): string
    MeanTextConf(): number
    Clear(): void
  }
  export type TesseractCore = {
    FS: { writeFile(path: string, bytes: Uint8Array): void; unlink(path: string): void }
    TessBaseAPI: new () => TessBaseApi
  }
  export default function loadCore(settings: { print?: () => void; printErr?: () => void }): Promise<TesseractCore>
}
