// The first stop of the tab key: past the navigation, to what the page is about.
export const MAIN_ID = 'main'

export function SkipLink() {
  return (
    <a
      href={`#${MAIN_ID}`}
      className="fixed start-4 top-4 z-50 -translate-y-24 rounded-control bg-ink px-4 py-2.5 font-medium text-canvas text-sm focus-visible:translate-y-0"
    >
      Skip to content
    </a>
  )
}
