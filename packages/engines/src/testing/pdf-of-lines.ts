// For tests: a PDF of letter pages with lines of Helvetica, written by hand. Its pages are known to the letter.

export function pdfOfLines(pages: readonly (readonly string[])[], { points = 13 } = {}): Buffer {
  const objects: string[] = []
  const add = (text: string) => objects.push(text)
  add('<< /Type /Catalog /Pages 2 0 R >>')
  add(`<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, at) => `${4 + at * 2} 0 R`).join(' ')}] >>`)
  add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>')
  for (const [at, lines] of pages.entries()) {
    const content = `BT /F1 ${points} Tf ${points + 6} TL 60 730 Td ${lines.map((line) => `(${escaped(line)}) Tj T*`).join(' ')} ET`
    add(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + at * 2} 0 R >>`)
    add(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`)
  }
  return assembled(objects)
}

const escaped = (line: string) => line.replace(/[\\()]/g, '\\$&')

function assembled(objects: readonly string[]): Buffer {
  const pieces = ['%PDF-1.4\n']
  const offsets: number[] = []
  let length = pieces[0]?.length ?? 0
  for (const [at, object] of objects.entries()) {
    const piece = `${at + 1} 0 obj\n${object}\nendobj\n`
    offsets.push(length)
    length += piece.length
    pieces.push(piece)
  }
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const count = objects.length + 1
  pieces.push(`xref\n0 ${count}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${length}\n%%EOF\n`)
  return Buffer.from(pieces.join(''), 'latin1')
}
