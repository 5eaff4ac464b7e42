// A reference of Stripe's is an id, or the object itself where it was expanded.

export function idOf(reference: string | { id: string } | null | undefined): string | null {
  return typeof reference === 'string' ? reference : (reference?.id ?? null)
}
