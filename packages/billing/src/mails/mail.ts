// The form of every mail: a few sentences, at most one action, the same in plain text and in simple HTML. Mails about spending also
// have links that stop it, quieter than the action: they work without signing in.

export type Mail = { subject: string; text: string; html: string }

export type MailContent = {
  subject: string
  /** Sentences, one paragraph each. */
  paragraphs: string[]
  /** A code to type, shown large. */
  code?: string
  /** Rows of label and value, such as the lines of a receipt. */
  facts?: ReadonlyArray<{ label: string; value: string }>
  /** The one thing to do. */
  action?: { label: string; url: string }
  /** What stops at once, and needs no sign-in. */
  stops?: ReadonlyArray<{ label: string; url: string }>
  /** Why this mail was sent, and what is safe to do if it was not expected. */
  footer: string
}

export function composeMail(content: MailContent): Mail {
  return { subject: content.subject.replace(/\s+/g, ' '), text: plainText(content), html: html(content) }
}

function plainText({ paragraphs, code, facts = [], action, stops = [], footer }: MailContent): string {
  const rows = facts.map(({ label, value }) => `${label}: ${value}`).join('\n')
  const act = action ? `${action.label}:\n${action.url}` : undefined
  const safety = stops.map(({ label, url }) => `${label}, without signing in:\n${url}`)
  return `${[...paragraphs, code, rows, act, ...safety, `--\n${footer}`].filter(Boolean).join('\n\n')}\n`
}

function html({ subject, paragraphs, code, facts = [], action, stops = [], footer }: MailContent): string {
  const sentences = paragraphs.map((sentence) => `<p style="margin:0 0 16px">${escaped(sentence)}</p>`)
  const digits = code ? `<p style="margin:0 0 16px;font:600 28px/1.4 ui-monospace,monospace;letter-spacing:4px">${escaped(code)}</p>` : ''
  const rows = facts.map(
    ({ label, value }) => `<tr><th scope="row" style="${LABEL}">${escaped(label)}</th><td style="${VALUE}">${escaped(value)}</td></tr>`,
  )
  const table = rows.length > 0 ? `<table style="border-collapse:collapse;width:100%;margin:0 0 16px">${rows.join('')}</table>` : ''
  const button = action
    ? `<p style="margin:0 0 16px"><a href="${escaped(action.url)}" style="${BUTTON}">${escaped(action.label)}</a></p>`
    : ''
  const safety = stops
    .map(({ label, url }) => `<a href="${escaped(url)}" style="color:#0b5c66">${escaped(label)}</a>`)
    .join(' &nbsp;·&nbsp; ')
  return [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(subject)}</title></head>`,
    `<body style="margin:0;padding:24px;background:#f7f7f4;color:#1c2b30;font:16px/1.5 system-ui,sans-serif">`,
    `<div style="max-width:480px;margin:0 auto;padding:24px;background:#ffffff;border:1px solid #deded8;border-radius:8px">`,
    `<p style="margin:0 0 24px;font-weight:600">Farebox</p>`,
    ...sentences,
    digits,
    table,
    button,
    safety ? `<p style="margin:0 0 16px;font-size:14px;color:#55646a">Without signing in: ${safety}</p>` : '',
    `<p style="margin:24px 0 0;font-size:13px;color:#55646a">${escaped(footer)}</p></div></body></html>`,
  ].join('\n')
}

const LABEL = 'padding:6px 0;text-align:left;font-weight:400;color:#55646a'
const VALUE = 'padding:6px 0;text-align:right;font-variant-numeric:tabular-nums'
const BUTTON =
  'display:inline-block;padding:10px 20px;background:#0b5c66;color:#ffffff;border-radius:6px;text-decoration:none;font-weight:600'

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => ESCAPES[letter] ?? letter)
}
