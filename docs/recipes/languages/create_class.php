<?php
// intacct-emulator exec -- php create_class.php
$body = preg_replace_callback('/\{(\w+)\}/', function ($found) {
    return htmlspecialchars(getenv('INTACCT_' . strtoupper($found[1])), ENT_XML1);
}, file_get_contents(__DIR__ . '/request.xml'));

$answer = file_get_contents(getenv('INTACCT_ENDPOINT_URL'), false, stream_context_create([
    'http' => ['method' => 'POST', 'header' => 'Content-Type: application/xml', 'content' => $body],
]));
if (!preg_match('/<RECORDNO>(\d+)<\/RECORDNO>/', $answer, $key)) {
    fwrite(STDERR, $answer);
    exit(1);
}
echo "created {$key[1]}\n";
