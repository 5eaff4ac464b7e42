// How the sheet and the badge look: an app gives them its own colours by `--farebox-…` variables; light and dark follow the system.
// A constructed style sheet is no inline style, so that a strict content security policy has nothing against it.
const css = `
:host { all: initial; }
dialog, .badge {
  --accent: var(--farebox-accent, light-dark(#0b6b4f, #4cc79c));
  --on-accent: var(--farebox-on-accent, light-dark(#fff, #06251b));
  --surface: var(--farebox-surface, light-dark(#fff, #17191c));
  --ink: var(--farebox-ink, light-dark(#16181b, #f1f3f5));
  --ink-soft: var(--farebox-ink-soft, light-dark(#4a4f57, #b6bcc4));
  --line: var(--farebox-line, light-dark(#84898f, #7d848c));
  --radius: var(--farebox-radius, 14px);
  color-scheme: var(--farebox-color-scheme, light dark);
  box-sizing: border-box;
  font: 400 16px/1.5 var(--farebox-font, system-ui, sans-serif);
  color: var(--ink);
  background: var(--surface);
}
dialog {
  width: min(400px, calc(100vw - 32px));
  max-height: calc(100dvh - 32px);
  overflow: auto;
  margin: auto;
  padding: 24px;
  border: 1px solid color-mix(in srgb, var(--line) 40%, transparent);
  border-radius: var(--radius);
  box-shadow: 0 18px 48px rgb(0 0 0 / 0.28);
  animation: rise 160ms ease-out;
}
dialog::backdrop { background: rgb(10 12 14 / 0.5); }
h2 { margin: 0; font: inherit; font-size: 19px; line-height: 1.35; font-weight: 600; overflow-wrap: anywhere; }
p { margin: 8px 0 0; color: var(--ink-soft); font-size: 15px; overflow-wrap: anywhere; }
.actions { display: grid; gap: 10px; margin-top: 20px; }
button, a {
  min-height: 44px;
  padding: 10px 16px;
  box-sizing: border-box;
  border: 1px solid var(--line);
  border-radius: calc(var(--radius) - 4px);
  font: inherit;
  font-weight: 550;
  text-align: center;
  text-decoration: none;
  color: var(--ink);
  background: transparent;
  cursor: pointer;
}
.primary { border-color: transparent; color: var(--on-accent); background: var(--accent); }
button:hover, a:hover { filter: brightness(0.96); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.badge {
  position: fixed;
  z-index: 2147483646;
  inset: auto 12px 12px auto;
  max-width: calc(100vw - 24px);
  padding: 4px 12px;
  border: 1px solid var(--line);
  border-radius: 999px;
  font-size: 13px;
  pointer-events: none;
}
@keyframes rise { from { opacity: 0; transform: translateY(12px); } }
@media (max-width: 600px) {
  dialog { width: 100vw; max-width: none; margin: auto 0 0; border-radius: var(--radius) var(--radius) 0 0; padding-bottom: max(24px, env(safe-area-inset-bottom)); }
}
@media (prefers-reduced-motion: reduce) { dialog { animation: none; } }
`

let made: CSSStyleSheet | undefined

export function sheetStyle(): CSSStyleSheet {
  if (made) return made
  made = new CSSStyleSheet()
  made.replaceSync(css)
  return made
}
