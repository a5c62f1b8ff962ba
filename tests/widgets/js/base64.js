// What Python's payload.py does, for tests.

/** @param {Iterable<number>} data */
export const base64 = (data) => btoa(String.fromCharCode(...data));
