// Stripe's way of writing nested parameters: `line_items[0][price_data][currency]=usd`.

export type Parameters = { [name: string]: string | Parameters | Array<string | Parameters> }

const deepest = 8

/** `a[b]=1&c[0]=x` → `{ a: { b: '1' }, c: ['x'] }`. Objects have no prototype, so no name is special. */
export function parseForm(text: string): Parameters {
  const root: Parameters = Object.create(null)
  for (const [name, value] of new URLSearchParams(text)) {
    const path = [name.replace(/\[.*$/, ''), ...[...name.matchAll(/\[([^\]]*)\]/g)].map(([, part = '']) => part)]
    if (path.length <= deepest) put(root, path, value)
  }
  return withArrays(root) as Parameters
}

function put(root: Parameters, path: string[], value: string): void {
  let place = root
  for (const part of path.slice(0, -1)) {
    const below = place[part]
    if (typeof below === 'object' && !Array.isArray(below)) place = below
    else place = place[part] = Object.create(null) as Parameters
  }
  const last = path.at(-1) ?? ''
  place[last === '' ? `${Object.keys(place).length}` : last] = value
}

function withArrays(value: string | Parameters | Array<string | Parameters>): string | Parameters | Array<string | Parameters> {
  if (typeof value !== 'object' || Array.isArray(value)) return value
  const entries = Object.entries(value).map(([name, below]) => [name, withArrays(below)] as const)
  const numbered = entries.length > 0 && entries.every(([name]) => /^\d+$/.test(name))
  if (numbered) return entries.map(([, below]) => below as string | Parameters)
  return Object.assign(Object.create(null), Object.fromEntries(entries))
}
