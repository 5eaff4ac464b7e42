// The frame of every hosted page: the ribbon that says it is a stand-in, and one small style sheet, light and dark.
import { Html, html } from '../../web/html.ts'

const styles = new Html(`
:root { color-scheme: light dark; --page: #f4f4f1; --card: #fff; --ink: #1d1f23; --soft: #5d626b; --line: #d9dbd8; --accent: #2f4bd8; --on-accent: #fff;
  --bad: #a61b1b; --bad-soft: #fdecea; --ribbon: #fff3d1; --ribbon-ink: #5a4300; --chosen: #eef1ff }
@media (prefers-color-scheme: dark) { :root { --page: #131417; --card: #1c1e23; --ink: #eef0f2; --soft: #a3a9b3; --line: #363a42; --accent: #93a5ff; --on-accent: #10131f;
  --bad: #ffb4ab; --bad-soft: #3a1d1b; --ribbon: #3a3115; --ribbon-ink: #ffe7a8; --chosen: #252a42 } }
* { box-sizing: border-box }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif }
.ribbon { background: var(--ribbon); color: var(--ribbon-ink); text-align: center; padding: .5rem 1rem; font-size: .875rem; margin: 0 }
main { max-width: 60rem; margin: 0 auto; padding: 1.25rem 1rem 3rem; display: grid; gap: 1.5rem }
main.narrow { max-width: 28rem; padding-top: 3rem }
@media (min-width: 52rem) { main:not(.narrow) { grid-template-columns: 1fr 1.1fr; gap: 3rem; padding-top: 3.5rem } }
h1 { font-size: 1rem; font-weight: 500; color: var(--soft); margin: 0 0 .25rem }
h2, h1.heading { font-size: 1.125rem; font-weight: 650; color: var(--ink); margin: 0 0 1rem }
.amount { font-size: 2.5rem; font-weight: 650; letter-spacing: -.02em; line-height: 1.1; margin: 0 0 1.5rem; font-variant-numeric: tabular-nums }
.items { list-style: none; margin: 0; padding: 0; border-top: 1px solid var(--line) }
.items li { display: flex; justify-content: space-between; gap: 1rem; padding: .75rem 0; border-bottom: 1px solid var(--line) }
.items span:last-child { font-variant-numeric: tabular-nums; white-space: nowrap }
.total { display: flex; justify-content: space-between; font-weight: 600; padding: .75rem 0; margin: 0; font-variant-numeric: tabular-nums }
.panel { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 1.25rem }
@media (min-width: 40rem) { .panel { padding: 1.75rem } }
label.field { display: block; font-weight: 550; font-size: .9375rem; margin-bottom: .375rem }
input[type=email], input[type=text], select { width: 100%; font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 9px; padding: .625rem .75rem; min-height: 44px }
input[readonly] { background: var(--page); color: var(--soft) }
fieldset { border: 0; padding: 0; margin: 1.25rem 0 }
legend { font-weight: 550; font-size: .9375rem; padding: 0; margin-bottom: .375rem }
.card { display: flex; align-items: center; gap: .75rem; border: 1px solid var(--line); border-radius: 9px; padding: .625rem .75rem; min-height: 52px; margin-bottom: .5rem; cursor: pointer }
.card:has(input:checked) { border-color: var(--accent); background: var(--chosen) }
.card input { width: 1.125rem; height: 1.125rem; margin: 0; accent-color: var(--accent); flex: none }
.card .number { font-variant-numeric: tabular-nums; font-weight: 550; display: block }
.card .effect { color: var(--soft); font-size: .875rem; display: block }
button, a.button { display: block; width: 100%; font: inherit; font-weight: 600; border-radius: 9px; padding: .75rem 1rem; min-height: 48px; text-align: center; cursor: pointer; text-decoration: none; border: 1px solid transparent }
a.button.secondary, .secondary { background: transparent; color: var(--ink); border-color: var(--line); margin-top: .5rem }
.primary { background: var(--accent); color: var(--on-accent) }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
.error { background: var(--bad-soft); color: var(--bad); border-radius: 9px; padding: .75rem; margin: 0 0 1rem; font-weight: 550 }
.hint { color: var(--soft); font-size: .875rem; margin: .375rem 0 0 }
.field-error { color: var(--bad); font-size: .875rem; font-weight: 550; margin: .375rem 0 0 }
`)

const checkoutRibbon = 'Stand-in checkout: a practice page. No card is charged and no money moves.'

export function pageFrame(title: string, body: Html, ribbon = checkoutRibbon): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${styles}</style>
</head>
<body>
<header class="ribbon">${ribbon}</header>
${body}
</body>
</html>`
}
