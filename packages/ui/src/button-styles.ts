// How buttons look, for real buttons and for links that act like one.
import { cva, type VariantProps } from 'class-variance-authority'

export const buttonStyles = cva(
  [
    'relative inline-flex shrink-0 select-none items-center justify-center gap-2 rounded-control font-medium',
    'transition-[background-color,border-color,color,scale] duration-150 active:scale-[0.985]',
    'disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55',
    '[&_svg]:shrink-0',
  ],
  {
    variants: {
      variant: {
        primary: 'bg-accent text-on-accent shadow-card hover:bg-accent-hover',
        secondary: 'border border-line-strong/55 bg-surface text-ink shadow-card hover:border-line-strong hover:bg-sunken',
        quiet: 'text-ink-soft hover:bg-sunken hover:text-ink',
        danger: 'bg-critical text-on-critical shadow-card hover:bg-critical-hover',
      },
      size: {
        small: 'min-h-8 px-3 text-sm [&_svg]:size-4',
        medium: 'min-h-10 px-4 text-sm pointer-coarse:min-h-11 [&_svg]:size-4',
        large: 'min-h-12 px-5 text-base [&_svg]:size-5',
      },
      // A wide one may name an app, whose name may be longer than a phone is wide.
      isWide: { true: 'wrap-anywhere w-full text-balance py-2 text-center', false: 'whitespace-nowrap' },
    },
    defaultVariants: { variant: 'secondary', size: 'medium', isWide: false },
  },
)

export type ButtonLook = VariantProps<typeof buttonStyles>
