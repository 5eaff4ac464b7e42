// For tests: which part of a text's words was read, in their order (longest common subsequence of words).

export function wordsRight(written: string, read: string): number {
  const [expected, found] = [wordsOf(written), wordsOf(read)]
  let row = new Array<number>(found.length + 1).fill(0)
  for (const word of expected) {
    const next = [0]
    for (const [at, other] of found.entries()) {
      next.push(word === other ? (row[at] ?? 0) + 1 : Math.max(row[at + 1] ?? 0, next[at] ?? 0))
    }
    row = next
  }
  return (row.at(-1) ?? 0) / expected.length
}

const wordsOf = (text: string) => text.split(/\s+/).filter((word) => word !== '')
