// The mailbox as people see it: a list of mails and one mail, refreshed when a new one arrives.
import { Html, html } from '../web/html.ts'
import type { Mail } from './mailbox-store.ts'

const styles = new Html(`
:root { color-scheme: light dark; --page: #f4f4f1; --card: #fff; --ink: #1d1f23; --soft: #5d626b; --line: #d9dbd8; --accent: #2f4bd8; --ribbon: #fff3d1; --ribbon-ink: #5a4300 }
@media (prefers-color-scheme: dark) { :root { --page: #131417; --card: #1c1e23; --ink: #eef0f2; --soft: #a3a9b3; --line: #363a42; --accent: #93a5ff; --ribbon: #3a3115; --ribbon-ink: #ffe7a8 } }
* { box-sizing: border-box }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif }
header { background: var(--ribbon); color: var(--ribbon-ink); text-align: center; padding: .5rem 1rem; font-size: .875rem }
main { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 3rem }
h1 { font-size: 1.5rem; letter-spacing: -.01em; margin: 0 0 1rem; overflow-wrap: anywhere }
h2 { font-size: 1rem; margin: 1.5rem 0 .5rem }
a { color: var(--accent) }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
.panel { background: var(--card); border: 1px solid var(--line); border-radius: 14px; overflow: hidden }
.mails { list-style: none; margin: 0; padding: 0 }
.mails li + li { border-top: 1px solid var(--line) }
.mails a { display: block; padding: .875rem 1.125rem; color: inherit; text-decoration: none }
.mails a:hover { background: var(--page) }
.mails strong { display: block; overflow-wrap: anywhere }
.soft { color: var(--soft); font-size: .875rem; overflow-wrap: anywhere }
.empty { padding: 2.5rem 1.25rem; text-align: center; color: var(--soft) }
dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; margin: 0 0 1rem; font-size: .9375rem }
dt { color: var(--soft) } dd { margin: 0; overflow-wrap: anywhere }
pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; padding: 1.25rem; font: 15px/1.6 ui-monospace, SFMono-Regular, Menlo, monospace }
iframe { display: block; width: 100%; height: 28rem; border: 0; background: #fff; color-scheme: light }
.views { display: flex; gap: 1rem; margin: 0 0 .75rem }
.views a { min-height: 24px } .views a[aria-current] { color: var(--ink); font-weight: 600; text-decoration: none }
.links { padding-left: 1.25rem; margin: 0 0 1.25rem } .links li { margin: .25rem 0; overflow-wrap: anywhere }
`)

function frame(title: string, body: Html): Html {
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${styles}</style></head>
<body>
<header>Stand-in mailbox: every mail Farebox sends in development arrives here, and goes no further.</header>
<main>${body}</main>
</body>
</html>`
}

export function listPage(mails: readonly Mail[], to: string | undefined): Html {
  const rows = mails.map(
    (mail) => html`<li><a href="/view/${mail.id}"><strong>${mail.subject}</strong>
<span class="soft">to ${mail.to.join(', ')} · <time datetime="${mail.receivedAt}">${clockTime(mail.receivedAt)}</time></span></a></li>`,
  )
  return frame(
    `Mailbox (${mails.length})`,
    html`<h1>${to === undefined ? 'Mailbox' : `Mails to ${to}`}</h1>
${to !== undefined && html`<p><a href="/">All mails</a></p>`}
<div class="panel">${
      rows.length > 0 ? html`<ul class="mails">${rows}</ul>` : html`<p class="empty">No mail yet. This page shows new mail by itself.</p>`
    }</div>
<script src="/refresh.js" data-newest="${mails[0]?.id ?? ''}" defer></script>`,
  )
}

export function mailPage(mail: Mail, view: 'html' | 'text'): Html {
  const asHtml = mail.html !== null && view === 'html'
  return frame(
    mail.subject,
    html`<p><a href="/">← All mails</a></p>
<h1>${mail.subject}</h1>
<dl><dt>From</dt><dd>${mail.from}</dd><dt>To</dt><dd>${mail.to.join(', ')}</dd>
<dt>Received</dt><dd><time datetime="${mail.receivedAt}">${clockTime(mail.receivedAt)}</time></dd></dl>
${mail.links.length > 0 && html`<h2>Links in this mail</h2><ul class="links">${mail.links.map((link) => html`<li><a href="${link}">${link}</a></li>`)}</ul>`}
${mail.html !== null && viewChoice(mail.id, asHtml)}
<div class="panel">${asHtml ? htmlFrame(mail.id) : html`<pre>${linked(mail.text)}</pre>`}</div>`,
  )
}

function viewChoice(id: string, asHtml: boolean): Html {
  return html`<nav class="views" aria-label="View">
<a href="/view/${id}"${asHtml && html` aria-current="page"`}>Formatted</a>
<a href="/view/${id}?as=text"${!asHtml && html` aria-current="page"`}>Text</a></nav>`
}

/** The mail's own HTML runs in a sandbox: no script, no form; a click on a link may leave the page. */
function htmlFrame(id: string): Html {
  return html`<iframe title="The mail" src="/view/${id}/html" sandbox="allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"></iframe>`
}

function linked(text: string): Html[] {
  return text
    .split(/(https?:\/\/[^\s<>"')\]]+)/)
    .map((piece, index) => (index % 2 === 1 ? html`<a href="${piece}">${piece}</a>` : html`${piece}`))
}

function clockTime(instant: string): string {
  return new Date(instant).toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
}

/** Asks every two seconds whether something newer arrived. */
export const refreshScript = `const { newest } = document.currentScript.dataset
const search = location.search
setInterval(async () => {
  if (document.hidden) return
  const answer = await fetch('/mails' + search).catch(() => undefined)
  if (!answer || !answer.ok) return
  const { mails } = await answer.json()
  if ((mails[0] ? mails[0].id : '') !== newest) location.reload()
}, 2000)
`
