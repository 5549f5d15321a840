@submission @interop @secure
Feature: What a library submits, other libraries find and read

  @rfc6409-7-auth-supported @rfc4954-4-plain-with-initial-response
  Scenario: A mail with a file is submitted after login
    Given a library composes this mail
      """
      from: { name: Ein Absender aus Überlingen, address: '{sender}' }
      to: [{ name: '', address: '{recipient}' }]
      id: <{token}@client.example.org>
      subject: Submitted {token}, with a file
      text: |
        See the file.
      attachments:
        - { filename: file.bin, type: application/octet-stream, octets: 3000 }
      """
    When a library sends the message
    Then a library finds the message in "INBOX"
    And a library reads the same in the received message as in what was sent
