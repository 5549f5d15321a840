/** Details from 0 up to these are registered, by subject. Sources beside RFC 3463 and 5248 are named. */
const UP_TO: Record<string, number> = {
  '0': 0,
  // RFC 3886 (1.9), RFC 7505 (1.10)
  '1': 10,
  '2': 4,
  // RFC 6710 (3.6)
  '3': 6,
  '4': 7,
  // RFC 4954 (5.6)
  '5': 6,
  // RFC 4468 (6.6), RFC 6531 (6.7 to 6.10)
  '6': 10,
  // RFC 4954 (7.8 to 7.12), 6710 (7.15, 7.16), 7293 (7.17 to 7.19), 7372 (7.20 to 7.26), 7505 (7.27), 8617 (7.29), 8689 (7.30)
  '7': 30,
};

/** Whether subject and detail of an enhanced status code, as `5.1.1`, are registered. */
export function isRegistered(code: string): boolean {
  const [, subject = '', detail = ''] = code.split('.');
  const last = Object.hasOwn(UP_TO, subject) ? UP_TO[subject] : undefined;
  return last !== undefined && Number(detail) <= last;
}
