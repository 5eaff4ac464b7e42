// Whether two mail addresses are one, as people write them.
export const isSameAddress = (one: string, other: string) => one.trim().toLowerCase() === other.trim().toLowerCase()
