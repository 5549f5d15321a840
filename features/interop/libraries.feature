@smtp @interop
Feature: Libraries in wide use get on with the server
  A second opinion on what the other features ask octet by octet: whoever wrote these libraries read the RFCs for himself.

  @rfc5321-4.1.1.4-success-is-answered-250 @rfc5321-4.5.2-leading-dot-removed @service:lmtp @service:submission @secure
  Scenario: What one library sends another finds, and a third reads the same
    Given this message
      """
      From: A sender <{sender}>
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token} =?utf-8?q?gr=C3=BC=C3=9Ft?=
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary="=-b"

      --=-b
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: 8bit

      .A line with a dot, and one without:
      Grüße
      --=-b
      Content-Type: application/octet-stream
      Content-Transfer-Encoding: base64
      Content-Disposition: attachment; filename="a.bin"

      AAECAwQFBgcICQ==
      --=-b--
      """
    When a library sends the message
    Then "{recipient}" receives the message
    And a library finds the message in "INBOX"
    And a library reads the same in the received message as in what was sent

  @rfc2177-3-news-known-by-done
  Scenario: A library that idles is told of what arrives
    Given this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      News.
      """
    And a library watches "INBOX"
    When a library sends the message
    Then the library is told of a message
