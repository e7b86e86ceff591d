# intacct-emulator exec -- ruby create_class.rb
require "cgi"
require "net/http"

body = File.read(File.join(__dir__, "request.xml")).gsub(/\{(\w+)\}/) do
  CGI.escapeHTML(ENV.fetch("INTACCT_#{$1.upcase}"))
end

answer = Net::HTTP.post(URI(ENV.fetch("INTACCT_ENDPOINT_URL")), body, "Content-Type" => "application/xml")
key = answer.body[%r{<RECORDNO>(\d+)</RECORDNO>}, 1] or abort answer.body
puts "created #{key}"
