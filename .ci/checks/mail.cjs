// What mailparser reads in messages: a JSON array of them (base64) on stdin, one of what was read
// on stdout.
const crypto = require('crypto');
const { simpleParser } = require('mailparser');

async function read(data) {
  const mail = await simpleParser(Buffer.from(data, 'base64'), { skipHtmlToText: true });
  return {
    fields: mail.headerLines.map((line) => line.key),
    subject: mail.subject ?? '',
    from: (mail.from ? mail.from.value : []).map((one) => [one.name, one.address]),
    to: (mail.to ? mail.to.value : []).map((one) => [one.name, one.address]),
    text: mail.text ?? '',
    html: mail.html || '',
    files: mail.attachments.map((one) => [
      one.filename,
      one.contentType,
      crypto.createHash('sha256').update(one.content).digest('hex'),
    ]),
  };
}

async function main() {
  const given = JSON.parse(require('fs').readFileSync(0, 'utf8'));
  const found = [];
  for (const one of given) found.push(await read(one));
  process.stdout.write(JSON.stringify(found));
}

main();
