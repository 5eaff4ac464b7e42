// Mark and name together; the product's word sits behind it, quieter.
import { Logo } from './logo.tsx'

export function Wordmark({ product }: { product?: string }) {
  return (
    <span className="inline-flex items-center gap-2.5">
      <span aria-hidden className="contents">
        <Logo />
      </span>
      <span className="font-semibold text-[1.0625rem] text-ink tracking-[-0.025em]">
        {/* The space is for who hears it: the gap is drawn. */}
        Farebox{product ? ' ' : ''}
      </span>
      {product ? <span className="border-line border-s ps-2.5 text-ink-faint text-sm">{product}</span> : null}
    </span>
  )
}
