export { pdfOfLines } from './pdf-of-lines.ts'
export { type Sound, soundOf, speechLikeness } from './sound.ts'
export { wordsRight } from './words-right.ts'
