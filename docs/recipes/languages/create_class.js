// intacct-emulator exec -- node create_class.js
const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
const body = readFileSync(join(__dirname, "request.xml"), "utf8").replace(/\{(\w+)\}/g, (_, name) =>
  escaped(process.env[`INTACCT_${name.toUpperCase()}`]),
);

fetch(process.env.INTACCT_ENDPOINT_URL, { method: "POST", body, headers: { "Content-Type": "application/xml" } })
  .then((answer) => answer.text())
  .then((text) => {
    const key = text.match(/<RECORDNO>(\d+)<\/RECORDNO>/);
    if (!key) throw new Error(text);
    console.log(`created ${key[1]}`);
  });
